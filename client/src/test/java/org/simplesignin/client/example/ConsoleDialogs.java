package org.simplesignin.client.example;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.simplesignin.client.dialog.Ending;
import org.simplesignin.client.presenter.ConsentQuestion;
import org.simplesignin.client.presenter.DialogScreen;
import org.simplesignin.client.presenter.SelectionQuestion;

/// Both dialogs as text: what a device without a browser would draw natively, as small as it can be.
public final class ConsoleDialogs implements DialogScreen {
    private final PrintStream out;
    private final BlockingQueue<String> lines;

    /// @param lines what the customer types, line by line
    public ConsoleDialogs(PrintStream out, BlockingQueue<String> lines) {
        this.out = out;
        this.lines = lines;
    }

    @Override
    public boolean attentive() {
        return true;
    }

    @Override
    public Ending showConsent(ConsentQuestion question, Runnable painted) throws InterruptedException {
        out.printf(
                "%s, may %s (%s) sign you in as \"%s\" with one press from now on? allow or not now%n",
                question.asker().customer(),
                question.asker().app(),
                question.asker().publisher(),
                question.account().text());
        return answer(painted).equals("allow") ? Ending.Pressed.ALLOWED : Ending.Pressed.DECLINED;
    }

    @Override
    public Ending showSelection(SelectionQuestion question, Runnable painted) throws InterruptedException {
        List<SelectionQuestion.Choice> choices = question.choices();
        for (int i = 0; i < choices.size(); i++) {
            out.printf("%d  %s%n", i + 1, choices.get(i).account().text());
        }
        out.printf(
                "Which %s account? a number, other or back%n", question.asker().app());
        String answer = answer(painted);
        if (answer.matches("[1-9]|10") && Integer.parseInt(answer) <= choices.size()) {
            return new Ending.Selected(choices.get(Integer.parseInt(answer) - 1).link());
        }
        return answer.equals("other") ? Ending.Pressed.MANUAL : Ending.Pressed.DISMISSED;
    }

    /// What was typed before the question stood there was meant for something else.
    private String answer(Runnable painted) throws InterruptedException {
        out.flush();
        lines.clear();
        painted.run();
        try {
            return lines.take();
        } catch (InterruptedException e) {
            out.println("The question is withdrawn.");
            throw e;
        }
    }
}
