//! `policy json`: a policy file as JSON, as it is written or with every default.

use stepup::document::Draft;
use stepup::policy::Policy;

use super::args::Asked;
use super::load::{draft, sealed, text, unsealed};
use super::{Answer, Failure, Screen};

/// Writes what a policy file says as JSON.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let draft = if asked.canonical {
        Draft::read("canonical", sealed(asked, 0)?.policy.canonical())
    } else {
        draft(&text(asked, 0)?)
    };
    match super::json(screen, &draft) {
        // WHY: what cannot be said in JSON is no policy, and sealing says all that is wrong in the reader's language.
        Err(Failure::Said(why)) => Err(Failure::Said(match Policy::seal(&draft) {
            Err(findings) => unsealed(asked, &draft.file, &findings),
            Ok(_) => why,
        })),
        shown => shown.map(|()| Answer::Good),
    }
}
