package org.simplesignin.client.dialog;

/// Where dialogs are drawn: by the pages of `shell`, or through `presenter` by a screen of the maker's own. It shows
/// the dialog, reports the first painted frame with [Dialogs#painted] and what was pressed with [Dialogs#press]. Called
/// under the lock of [Dialogs]: it must not block.
public interface Presenter {
    /// Returns whether there is a screen that would draw a dialog now.
    boolean attentive();

    /// A dialog is open.
    ///
    /// @param dialogs where it is answered
    void opened(Dialog dialog, Dialogs dialogs);

    /// A dialog is no longer open and must not be drawn any more.
    void closed(DialogId id);
}
