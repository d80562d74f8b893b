/// Dialogs that a maker of devices draws itself, in place of the pages of `shell`: one port, [DialogScreen].
///
/// [ScreenPresenter] stands between it and the rules in `dialog`: it asks on a thread of its own, gives names as they
/// may be shown, and takes nothing that the dialog does not offer or that comes too early. Where it is plugged in:
/// `shell.Look`.
@NullMarked
package org.simplesignin.client.presenter;

import org.jspecify.annotations.NullMarked;
