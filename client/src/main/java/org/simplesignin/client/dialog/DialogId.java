package org.simplesignin.client.dialog;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.simplesignin.client.device.Secrets;

/// Names one showing of a dialog.
public record DialogId(String value) {
    /// Refuses an absent value with a [NullPointerException].
    public DialogId {
        Objects.requireNonNull(value, "value");
    }

    static DialogId generate(RandomGenerator random) {
        return new DialogId(Secrets.generate(random));
    }

    @Override
    public String toString() {
        return value;
    }
}
