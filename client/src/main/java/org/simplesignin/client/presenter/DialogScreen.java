package org.simplesignin.client.presenter;

import org.simplesignin.client.dialog.Ending;

/// A screen that draws both dialogs. One dialog is asked at a time, each on a thread of its own, which is interrupted
/// when the dialog is over otherwise: the app has taken it back, 15 minutes have passed, the device goes to somebody
/// else. Then everything of it has to leave the screen, login names first.
///
/// Whoever implements it owes the customer what the pages of the shell keep: nothing of an app is drawn above it, Back
/// declines or dismisses, the focus of a consent does not start on *Allow*, keys that were held or repeat do nothing.
/// What must not fail is kept here as well: an answer that grants is refused before 500 ms after `painted`, and the
/// question is asked again.
public interface DialogScreen {
    /// Returns at once whether the customer would see a dialog now.
    boolean attentive();

    /// Shows the question whether an app may sign this account in from now on.
    ///
    /// @param painted to be run once the first frame is seen, and again after the screen was covered or hidden
    /// @return [Ending.Pressed#ALLOWED] or [Ending.Pressed#DECLINED]
    /// @throws InterruptedException where the dialog is over otherwise
    Ending showConsent(ConsentQuestion question, Runnable painted) throws InterruptedException;

    /// Shows the question which linked account is to be signed in.
    ///
    /// @param painted to be run once the first frame is seen, and again after the screen was covered or hidden
    /// @return [Ending.Selected], [Ending.Pressed#MANUAL] or [Ending.Pressed#DISMISSED]
    /// @throws InterruptedException where the dialog is over otherwise
    Ending showSelection(SelectionQuestion question, Runnable painted) throws InterruptedException;
}
