package org.simplesignin.server.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.server.http.Call;
import org.simplesignin.server.http.RefusedException;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.LookupIndex;
import org.simplesignin.server.storage.Tx;

/// The two ceremonies, each in two steps: making a passkey (WebAuthn §7.1) and using one (§7.2). What comes out of the
/// second step is verified but not done: the caller calls [#add] or [#use] in the transaction of what it allows.
/// Thread-safe.
public final class PasskeyCeremonies {
    private static final System.Logger LOG = System.getLogger(PasskeyCeremonies.class.getName());
    private static final String PUBLIC_KEY = "public-key";
    private static final String REQUIRED = "required";
    /// ES256, EdDSA, RS256: one of them is in every authenticator (WebAuthn §5.4).
    private static final List<PublicKeyCredentialParameters> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256)
                    .stream()
                    .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                    .toList();

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final RelyingParty relyingParty;
    private final Passkeys passkeys;
    private final Challenges challenges;
    private final LookupIndex lookupIndex;
    private final Clock clock;

    /// Makes one for pages under this URL.
    public PasskeyCeremonies(
            String pagesUrl,
            Passkeys passkeys,
            PasskeyChallenges store,
            LookupIndex lookupIndex,
            SecureRandom random,
            Clock clock) {
        this.relyingParty = RelyingParty.of(pagesUrl);
        this.passkeys = passkeys;
        this.challenges = new Challenges(store, random, clock);
        this.lookupIndex = lookupIndex;
        this.clock = clock;
    }

    /// A passkey that was made, verified.
    public record Created(Passkey passkey, SecretHash challenge) {}

    /// A use of a passkey, verified.
    ///
    /// @param passkey as it was before
    public record Used(Passkey passkey, long signCount, boolean backedUp, SecretHash challenge) {}

    /// Starts to make a passkey for this customer.
    ///
    /// @param name the e-mail address, @param displayName the name: what the authenticator shows when it is used
    public CreationOptions startCreation(Call call, CustomerId customer, String name, String displayName) {
        String challenge = challenges.give(call, Challenges.Ceremony.CREATE, customer);
        return new CreationOptions(
                new CreationOptions.RelyingParty(relyingParty.id(), "Simple Sign-In"),
                new CreationOptions.User(base64(userHandle(customer)), name, displayName),
                challenge,
                ALGORITHMS.stream()
                        .map(parameters -> new CreationOptions.Algorithm(
                                PUBLIC_KEY, parameters.getAlg().getValue()))
                        .toList(),
                Challenges.LIFE.toMillis(),
                descriptors(customer),
                new CreationOptions.Selection(REQUIRED, true, REQUIRED),
                "none");
    }

    /// Verifies what the browser made.
    ///
    /// @param name what the customer will see, 1 to [Passkey#NAME_CHARS] characters
    /// @throws RefusedException where it is not what was asked for
    public Created finishCreation(Call call, CustomerId customer, CreatedPasskey sent, String name) {
        Challenges.Given given = challenges.given(call, Challenges.Ceremony.CREATE, customer);
        RegistrationData made = verified(() -> manager.verify(
                new RegistrationRequest(bytes(sent.attestationObject()), bytes(sent.clientData())),
                new RegistrationParameters(relyingParty.expecting(given.bytes()), ALGORITHMS, true, true)));
        Passkey passkey = verified(() -> passkey(customer, made, name));
        return new Created(passkey, given.hash());
    }

    private Passkey passkey(CustomerId customer, RegistrationData made, String name) {
        // The verification refuses what lacks these.
        AuthenticatorData<?> data =
                Objects.requireNonNull(made.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData credential = Objects.requireNonNull(data.getAttestedCredentialData());
        return new Passkey(
                customer,
                CredentialId.ofBytes(credential.getCredentialId()),
                CoseKey.of(converter.getCborMapper().writeValueAsBytes(credential.getCOSEKey())),
                data.getSignCount(),
                name,
                data.isFlagBE(),
                data.isFlagBS(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
    }

    /// Stores the passkey and spends its challenge; returns false, writing nothing that may be committed, where the
    /// challenge was used before, or the passkey is there already.
    public boolean add(Tx tx, Created created) {
        return challenges.spend(tx, created.challenge()) && passkeys.add(tx, created.passkey());
    }

    /// Starts to use a passkey.
    ///
    /// @param customer who is asked again, or null where anybody may sign in
    public UseOptions startUse(Call call, @Nullable CustomerId customer) {
        return new UseOptions(
                challenges.give(call, Challenges.Ceremony.USE, customer),
                Challenges.LIFE.toMillis(),
                relyingParty.id(),
                customer == null ? List.of() : descriptors(customer),
                REQUIRED);
    }

    /// Verifies the use of a passkey: that it is known, of this customer, and that the browser could sign with it.
    ///
    /// @throws RefusedException where it is not, with one answer for all reasons
    public Used finishUse(Call call, @Nullable CustomerId customer, UsedPasskey sent) {
        Challenges.Given given = challenges.given(call, Challenges.Ceremony.USE, customer);
        Passkey passkey = CredentialId.parse(sent.credentialId())
                .flatMap(passkeys::passkey)
                .orElseThrow(PasskeyCeremonies::refused);
        requireOwner(passkey, customer, sent.userHandle());
        AuthenticationData used = verified(() -> manager.verify(
                new AuthenticationRequest(
                        passkey.id().bytes(),
                        bytes(sent.authenticatorData()),
                        bytes(sent.clientData()),
                        bytes(sent.signature())),
                new AuthenticationParameters(
                        relyingParty.expecting(given.bytes()), record(passkey), null, true, true)));
        AuthenticatorData<?> data = Objects.requireNonNull(used.getAuthenticatorData());
        return new Used(passkey, data.getSignCount(), data.isFlagBS(), given.hash());
    }

    /// WebAuthn §7.2, step 6: the passkey belongs to whom the browser says, and to whom we asked.
    private void requireOwner(Passkey passkey, @Nullable CustomerId customer, @Nullable String userHandle) {
        boolean asked = customer == null ? userHandle != null : customer.equals(passkey.customer());
        if (!asked
                || (userHandle != null && !MessageDigest.isEqual(userHandle(passkey.customer()), bytes(userHandle)))) {
            throw refused();
        }
    }

    private CredentialRecordImpl record(Passkey passkey) {
        COSEKey key = converter.getCborMapper().readValue(passkey.publicKey().bytes(), COSEKey.class);
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                passkey.backupEligible(),
                passkey.backedUp(),
                passkey.signCount(),
                new AttestedCredentialData(AAGUID.ZERO, passkey.id().bytes(), key),
                null,
                null,
                null,
                Set.of());
    }

    /// Notes the use and spends its challenge; returns false, writing nothing that may be committed, where the
    /// challenge was used before, or the passkey was used or removed in between.
    public boolean use(Tx tx, Used used) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Passkey passkey = used.passkey();
        return challenges.spend(tx, used.challenge())
                && passkeys.use(tx, passkey.id(), passkey.signCount(), used.signCount(), used.backedUp(), now);
    }

    /// Returns what authenticators know the customer by: it tells nothing, and no e-mail address or id can be got
    /// from it (WebAuthn §14.6.1).
    private byte[] userHandle(CustomerId customer) {
        return lookupIndex.of("passkey-user", customer.value());
    }

    private List<CreationOptions.Descriptor> descriptors(CustomerId customer) {
        return passkeys.ofCustomer(customer).stream()
                .map(passkey ->
                        new CreationOptions.Descriptor(PUBLIC_KEY, passkey.id().value()))
                .toList();
    }

    /// One answer for all reasons: which check failed helps attackers only. What the library cannot read it says by
    /// exceptions of its own and of its parsers, so that all are caught; nothing but the library is called in here.
    private static <T> T verified(Supplier<T> verification) {
        try {
            return verification.get();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a passkey was refused: {0}", e.getClass().getSimpleName());
            throw refused();
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed("The parts of a passkey must be base64url");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static RefusedException refused() {
        return new RefusedException(ProblemCode.FORBIDDEN, "The passkey was not accepted: try again");
    }
}
