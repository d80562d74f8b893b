package org.simplesignin.client.dialog;

/// Where dialogs are drawn. The shell's pages are the one in this module; a device that draws natively brings its own.
/// It shows [Dialogs#open()], reports the first painted frame with [Dialogs#painted] and what was pressed with
/// [Dialogs#press]. Called under the lock of [Dialogs]: it must not block.
public interface Presenter {
    /// Returns whether there is a screen that would draw a dialog now.
    boolean attentive();

    /// A dialog is open.
    void opened(DialogId id, DialogKind kind);

    /// A dialog is no longer open and must not be drawn any more.
    void closed(DialogId id);
}
