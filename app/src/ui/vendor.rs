//! What stands for a vendor.

use contract::Text;
use leptos::prelude::*;

/// A vendor's mark. The SVG comes with the server's own program, never from a person or a vendor's answer.
#[component]
pub fn VendorMark(
    /// The inline SVG.
    svg: Text,
) -> impl IntoView {
    view! { <span class="vendor-mark" aria-hidden="true" inner_html=svg.into_owned()></span> }
}

/// What a vendor is called, from pairs of key and name; its key where it is not among them.
pub fn vendor_name(all: &[(String, String)], key: &str) -> String {
    let found = all.iter().find(|(known, _)| known == key);
    found.map_or_else(|| key.to_owned(), |(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::vendor_name;

    #[test]
    fn a_vendor_is_called_by_its_name_and_an_unknown_one_by_its_key() {
        let all = [("it_glue".to_owned(), "IT Glue".to_owned())];
        assert_eq!(vendor_name(&all, "it_glue"), "IT Glue");
        assert_eq!(vendor_name(&all, "gone"), "gone");
    }
}
