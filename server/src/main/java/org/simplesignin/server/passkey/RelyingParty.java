package org.simplesignin.server.passkey;

import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.net.URI;

/// Who we are to an authenticator: the host of the pages' URL, and their exact origin. A passkey made for another host,
/// or used on a page of another origin, is refused (WebAuthn §13.4.9). Pages inside a frame of somebody else's cannot
/// use passkeys.
final class RelyingParty {
    private final Origin origin;
    private final String id;

    private RelyingParty(Origin origin, String id) {
        this.origin = origin;
        this.id = id;
    }

    static RelyingParty of(String pagesUrl) {
        return new RelyingParty(Origin.create(pagesUrl), URI.create(pagesUrl).getHost());
    }

    String id() {
        return id;
    }

    ServerProperty expecting(byte[] challenge) {
        return ServerProperty.builder()
                .origin(origin)
                .rpId(id)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }
}
