//! Access as types: what a client may do is decided when the code compiles.

use contract::operation::Risk;
use std::marker::PhantomData;

mod sealed {
    pub trait Sealed {}
}

/// What a client may do to the vendor's data. Sealed: these three and no more.
pub trait Access: sealed::Sealed + Send + Sync + 'static {
    /// The risk that the catalogue shows; it comes from the type, so a label cannot disagree with the code.
    const RISK: Risk;
}

/// Access that can change something.
pub trait MayWrite: Access {}

/// Reads and changes nothing.
pub struct Read;
/// Changes what can be changed back.
pub struct Write;
/// Cuts somebody off, spends money, or cannot be undone.
pub struct Dangerous;

impl sealed::Sealed for Read {}
impl sealed::Sealed for Write {}
impl sealed::Sealed for Dangerous {}
impl Access for Read {
    const RISK: Risk = Risk::Read;
}
impl Access for Write {
    const RISK: Risk = Risk::Write;
}
impl Access for Dangerous {
    const RISK: Risk = Risk::Dangerous;
}
impl MayWrite for Write {}
impl MayWrite for Dangerous {}

/// The right to open one client that writes; only this module can make one.
pub struct Permit<A: MayWrite>(PhantomData<A>);

impl<A: MayWrite> Permit<A> {
    pub(super) fn mint() -> Self {
        Self(PhantomData)
    }
}

/// What a caller was granted for one call.
pub enum Grant {
    /// It may read.
    Read,
    /// It may write.
    Write(Permit<Write>),
    /// It may do the dangerous thing that was approved.
    Dangerous(Permit<Dangerous>),
}

#[cfg(test)]
impl Grant {
    /// As if another person had approved the call: the mint's door for the tests of vendors, closed in the product.
    pub(crate) fn approved_for_test() -> Self {
        Self::Dangerous(Permit::mint())
    }
}
