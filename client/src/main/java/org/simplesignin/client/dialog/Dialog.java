package org.simplesignin.client.dialog;

import java.util.List;
import java.util.Objects;
import org.simplesignin.client.device.Customer;
import org.simplesignin.client.device.LinkId;
import org.simplesignin.protocol.device.RegisteredApp;

/// What a dialog shows. Name, icon and publisher of the app are those of the registry; only the login names are the
/// app's own. Printing it leaves them out: they are shown and forgotten.
///
/// @param customer who is asked
public record Dialog(DialogId id, Customer customer, RegisteredApp app, Content content) {
    /// Refuses absent members with a [NullPointerException].
    public Dialog {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(customer, "customer");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(content, "content");
    }

    /// Returns which dialog it is.
    public DialogKind kind() {
        return content.kind();
    }

    /// What is asked.
    public sealed interface Content {
        /// Returns which dialog asks it.
        DialogKind kind();
    }

    /// May the app sign this account in from now on?
    ///
    /// @param loginName already cleaned
    public record Consent(String loginName) implements Content {
        /// Refuses an absent login name with a [NullPointerException].
        public Consent {
            Objects.requireNonNull(loginName, "loginName");
        }

        @Override
        public DialogKind kind() {
            return DialogKind.CONSENT;
        }

        @Override
        public String toString() {
            return "Consent[[redacted]]";
        }
    }

    /// Which account is to be signed in?
    public record Selection(List<Account> accounts) implements Content {
        /// Refuses an absent list with a [NullPointerException].
        public Selection {
            accounts = List.copyOf(accounts);
        }

        @Override
        public DialogKind kind() {
            return DialogKind.SELECTION;
        }

        boolean offers(LinkId link) {
            return accounts.stream().anyMatch(account -> account.link().equals(link));
        }
    }

    /// A linked account to choose.
    ///
    /// @param loginName already cleaned
    public record Account(LinkId link, String loginName, boolean lastUsed) {
        /// Refuses absent members with a [NullPointerException].
        public Account {
            Objects.requireNonNull(link, "link");
            Objects.requireNonNull(loginName, "loginName");
        }

        @Override
        public String toString() {
            return "Account[link=" + link + ", loginName=[redacted]]";
        }
    }
}
