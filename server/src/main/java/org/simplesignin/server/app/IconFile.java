package org.simplesignin.server.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.simplesignin.protocol.device.Icon;
import org.simplesignin.server.config.Fields;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Reads an app's icon: PNG, or SVG that only draws. Dialogs show it in the device's own origin, so an SVG that runs or
/// loads anything is refused, whatever the device does about it as well.
final class IconFile {
    static final int MOST_BYTES = 64 * 1024;

    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a");
    private static final Pattern OUTSIDE_PAINT = Pattern.compile("url\\((?!['\"]?#)");
    private static final Set<String> ACTIVE_ELEMENTS = Set.of(
            "script",
            "foreignobject",
            "iframe",
            "embed",
            "object",
            "audio",
            "video",
            "image",
            "feimage",
            "a",
            "style",
            "set",
            "animate",
            "animatetransform",
            "animatemotion",
            "handler",
            "listener");

    private IconFile() {}

    static Icon read(Fields app, Path directory, String name) {
        Path file = directory.resolve(name).normalize();
        if (!file.startsWith(directory.normalize()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw app.problem("icon", "must be a file beside or below the registry file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw app.problem("icon", "cannot be read; check the file's permissions");
        }
        if (bytes.length > MOST_BYTES) {
            throw app.problem("icon", "is over 64 KiB; make the picture smaller");
        }
        String base64 = Base64.getEncoder().encodeToString(bytes);
        if (Arrays.equals(bytes, 0, Math.min(PNG.length, bytes.length), PNG, 0, PNG.length)) {
            return new Icon("image/png", base64);
        }
        if (isHarmlessSvg(bytes)) {
            return new Icon("image/svg+xml", base64);
        }
        throw app.problem("icon", "must be a PNG, or an SVG without scripts, styles, links, animation and doctype");
    }

    private static boolean isHarmlessSvg(byte[] bytes) {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new ByteArrayInputStream(bytes), new OnlyDrawing());
            return true;
        } catch (SAXException e) {
            return false;
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("This Java runtime cannot parse XML", e);
        }
    }

    /// Refuses the first thing that is not drawing.
    private static final class OnlyDrawing extends DefaultHandler {
        private boolean root = true;

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes)
                throws SAXException {
            if (root && !(localName.equals("svg") && uri.equals("http://www.w3.org/2000/svg"))) {
                throw new SAXException("not an SVG");
            }
            root = false;
            if (ACTIVE_ELEMENTS.contains(localName.toLowerCase(Locale.ROOT))) {
                throw new SAXException("active element");
            }
            for (int i = 0; i < attributes.getLength(); i++) {
                check(attributes.getLocalName(i).toLowerCase(Locale.ROOT), attributes.getValue(i));
            }
        }

        private static void check(String name, String value) throws SAXException {
            boolean handler = name.startsWith("on");
            boolean outsideLink = name.equals("href") && !value.startsWith("#");
            String compact = value.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
            if (handler || outsideLink || OUTSIDE_PAINT.matcher(compact).find() || compact.contains("@import")) {
                throw new SAXException("active attribute");
            }
        }

        @Override
        public void processingInstruction(String target, String content) throws SAXException {
            throw new SAXException("processing instruction");
        }
    }
}
