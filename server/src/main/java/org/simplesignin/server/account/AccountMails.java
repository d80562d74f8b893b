package org.simplesignin.server.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.server.closing.Farewell;
import org.simplesignin.server.device.DeviceNotices;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.Mail;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.mail.Outbox;

/// Writes the mails to customers, from `mails/<language>.json`. Nothing that others chose stands in them, a name of a
/// device or a person: a mail of ours must not carry somebody's words. Thread-safe.
public final class AccountMails implements DeviceNotices, Farewell {
    private static final System.Logger LOG = System.getLogger(AccountMails.class.getName());
    private static final int MOST_BYTES = 64 * 1024;

    private final Map<?, ?> texts;
    private final Outbox outbox;
    private final Accounts accounts;
    private final String pagesUrl;

    /// Makes one.
    ///
    /// @param pagesUrl where the customer's pages are, without a slash at its end
    public AccountMails(Outbox outbox, Accounts accounts, String pagesUrl) {
        this.texts = read("en-US");
        this.outbox = outbox;
        this.accounts = accounts;
        this.pagesUrl = pagesUrl;
    }

    private static Map<?, ?> read(String language) {
        try (InputStream in = AccountMails.class.getResourceAsStream("mails/" + language + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the mails of " + language + " are missing");
            }
            return Json.read(in.readAllBytes(), Map.class, MOST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("the mails of " + language + " are not strict JSON", e);
        }
    }

    /// Sends a mail with a code.
    ///
    /// @throws RefusedException where mail does not get out at present
    void code(MailAddress to, String key, String code) {
        outbox.post(mail(to, key, Map.of("code", code)));
    }

    /// Sends a mail without one.
    ///
    /// @throws RefusedException where mail does not get out at present
    void say(MailAddress to, String key) {
        outbox.post(mail(to, key, Map.of()));
    }

    /// Tells a customer what was done. It is done, so a mail that does not get out is logged and undoes nothing.
    void tell(CustomerId customer, String key) {
        Optional<Account> account = accounts.account(customer);
        account.ifPresent(known -> tell(known.email(), key, Map.of()));
    }

    /// As [#tell(CustomerId, String)], to an address that is perhaps the account's no longer.
    void tell(MailAddress to, String key, Map<String, String> values) {
        try {
            outbox.post(mail(to, key, values));
        } catch (RefusedException e) {
            LOG.log(Level.WARNING, "the notice {0} was not sent", key);
        }
    }

    @Override
    public void tell(CustomerId customer, Event event) {
        switch (event) {
            case Event.Registered registered -> tell(customer, "deviceRegistered");
            case Event.Removed removed -> tell(customer, "deviceRemoved");
        }
    }

    @Override
    public Runnable prepare(CustomerId customer) {
        Optional<MailAddress> email = accounts.account(customer).map(Account::email);
        List<MailAddress> all = accounts.emails(customer);
        return () -> {
            all.forEach(outbox::forget);
            email.ifPresent(to -> tell(to, "accountDeleted", Map.of()));
        };
    }

    private Mail mail(MailAddress to, String key, Map<String, String> values) {
        String text = text(key + ".text").replace("{url}", pagesUrl);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return new Mail(to, text(key + ".subject"), text + "\n");
    }

    private String text(String key) {
        if (texts.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("there is no text " + key);
    }
}
