//! What all scenes of the rotation dialog share, the scenes after the request, and the code that sends it.

mod current_new_key;
mod frame;
mod handle;
mod leave_warning;
mod minimized;
mod new_key;
mod outcome;
mod runner;
mod scene;

pub(crate) use current_new_key::CurrentNewKeyScene;
pub(crate) use frame::DialogFrame;
pub(crate) use handle::DialogHandle;
pub(crate) use leave_warning::warn_on_leaving;
pub(crate) use minimized::MinimizedRotation;
pub(crate) use new_key::NewKeyScene;
pub(crate) use outcome::{FailedScene, NotRotatedScene, ReconcilingScene, SecretLostScene, UnknownScene};
pub(crate) use runner::{RotationLock, RotationRunner};
pub(crate) use scene::{SceneLayout, cross, restore_title_focus};
