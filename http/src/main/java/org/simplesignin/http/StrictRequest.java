package org.simplesignin.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/// What the engine lets pass and this project does not.
final class StrictRequest {
    static final int MOST_HEAD_BYTES = 8 * 1024;

    private static final int OK = 0;
    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int HEAD_TOO_LARGE = 431;
    private static final int BETWEEN_NAME_AND_VALUE = ": \r\n".length();

    private StrictRequest() {}

    /// Returns the status with which the request is refused, or 0 where it is not.
    static int refusal(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        String query = uri.getQuery();
        int targetChars = (path == null ? 0 : path.length()) + (query == null ? 0 : 1 + query.length());
        if (targetChars > RequestTarget.MOST_CHARS) {
            return URI_TOO_LONG;
        }
        if (headBytes(request) + targetChars > MOST_HEAD_BYTES) {
            return HEAD_TOO_LARGE;
        }
        // A target without a path is a proxy's to answer (RFC 9112 §3.2.3 and §3.2.4); the engine puts one
        // there.
        boolean plain = !request.getMethod().equals("CONNECT")
                && path != null
                && RequestTarget.isPlainPath(path)
                && RequestTarget.isPlainQuery(query == null ? "" : query)
                && isOfTheWeb(uri)
                && isPlainlyFramed(request);
        return plain ? OK : BAD_REQUEST;
    }

    // Absolute form: whoever ends TLS before this listener may hand on what was asked of it.
    private static boolean isOfTheWeb(HttpURI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static int headBytes(Request request) {
        int bytes = 0;
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            bytes += field.getName().length() + (value == null ? 0 : value.length()) + BETWEEN_NAME_AND_VALUE;
        }
        return bytes;
    }

    /// Where two readers find another end of the same body, the rest is a request of its own to one of them:
    /// only one `chunked` is taken, in HTTP/1.1 only (RFC 9112 §6.1 and §11.2).
    private static boolean isPlainlyFramed(Request request) {
        List<String> encodings = request.getHeaders().getValuesList("Transfer-Encoding");
        return encodings.isEmpty()
                || (encodings.size() == 1
                        && encodings.getFirst().equalsIgnoreCase("chunked")
                        && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                        && !request.getHeaders().contains("Content-Length"));
    }
}
