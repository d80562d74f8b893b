package org.simplesignin.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// Where on the network a request came from. It decides nothing but how often somebody may ask; people see it as the
/// place of a session or a device.
public record NetworkAddress(InetAddress address) {
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
        return address instanceof Inet6Address ? first(8) : address.getHostAddress();
    }

    /// Returns what one organisation, or one street, has to itself: the first 48 bits of the IPv6 address, 24 of the
    /// IPv4 address, such as `2001:db8:7::/48` or `203.0.113.0/24`. An IPv6 site is had for the asking, and holds
    /// 65,536 of what one household has.
    public String site() {
        return first(address instanceof Inet6Address ? 6 : 3);
    }

    /// Returns what one carrier has, or a part of a large one: the first 32 bits of the IPv6 address, 16 of the IPv4
    /// address, such as `2001:db8::/32` or `203.0.0.0/16`.
    public String carrier() {
        return first(address instanceof Inet6Address ? 4 : 2);
    }

    private String first(int count) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, count, bytes.length, (byte) 0);
        StringBuilder text = new StringBuilder();
        if (address instanceof Inet6Address) {
            for (int i = 0; i < count; i += 2) {
                int group = ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
                text.append(Integer.toHexString(group)).append(':');
            }
            text.append(':');
        } else {
            for (byte one : bytes) {
                text.append(text.isEmpty() ? "" : ".").append(one & 0xff);
            }
        }
        return text.append('/').append(count * Byte.SIZE).toString();
    }
}
