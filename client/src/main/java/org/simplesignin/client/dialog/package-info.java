/// The dialogs: at most one is open on a device, and nobody but the customer answers it.
///
/// Here are its rules (specification §2): duplicate requests, the time-out, withdrawal, the input guard, the cleaning
/// of login names, which are held only while the dialog is open. Drawing is behind [Presenter]; the pages that do it
/// are in `shell`.
@NullMarked
package org.simplesignin.client.dialog;

import org.jspecify.annotations.NullMarked;
