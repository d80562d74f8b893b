package org.simplesignin.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/// Where on the network a request came from. It decides nothing but how often somebody may ask; people see it as the
/// place of a session or a device.
public record NetworkAddress(InetAddress address) {
    private static final int V6_PREFIX_BYTES = 8;

    /// Returns the address of this text, without asking a name server; empty where it is none.
    public static Optional<NetworkAddress> parse(String literal) {
        try {
            return Optional.of(new NetworkAddress(InetAddress.ofLiteral(literal)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Returns what one household has to itself: the IPv4 address, or the first 64 bits of the IPv6 address, such
    /// as `203.0.113.7` or `2001:db8:0:1::/64`. Whoever has an IPv6 address has 2^64 of them.
    public String prefix() {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < V6_PREFIX_BYTES; i += 2) {
            int group = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
            text.append(Integer.toHexString(group)).append(':');
        }
        return text.append(":/64").toString();
    }
}
