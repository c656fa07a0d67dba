//! Resources: the MSP's own people. They cannot be created by API.

use super::picklists::LICENSE_TYPE;
use super::{Entity, Field, boolean, date, decimal, id, int, long, pick, text};

pub(crate) const RESOURCES: Entity = Entity {
    plural: "Resources",
    singular: "Resource",
    fields: FIELDS,
    user_defined: &[],
    methods: &["PATCH", "PUT"],
};

const FIELDS: &[Field] = &[
    id(),
    text("accountingReferenceID", 100),
    text("dateFormat", 20),
    long("defaultServiceDeskRoleID"),
    text("email", 254).required(),
    text("email2", 254),
    text("email3", 254),
    text("emailTypeCode", 20),
    text("emailTypeCode2", 20),
    text("emailTypeCode3", 20),
    text("firstName", 50).required(),
    text("gender", 1),
    int("greeting"),
    date("hireDate"),
    text("homePhone", 25),
    text("initials", 32),
    decimal("internalCost"),
    boolean("isActive").required(),
    text("lastName", 50).required(),
    pick("licenseType", LICENSE_TYPE).required(),
    int("locationID"),
    text("middleName", 50),
    text("mobilePhone", 25),
    text("numberFormat", 20),
    text("officeExtension", 10),
    text("officePhone", 25),
    text("payrollType", 20),
    text("resourceType", 20),
    int("suffix"),
    decimal("surveyResourceRating"),
    text("timeFormat", 20),
    text("title", 50),
    text("travelAvailabilityPct", 15),
    text("userName", 32).required(),
    int("userType"),
];
