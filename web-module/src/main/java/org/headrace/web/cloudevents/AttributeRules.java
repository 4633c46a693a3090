package org.headrace.web.cloudevents;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/** What attributes may be (CloudEvents 1.0.2: "Naming Conventions" and "Type System"; its JSON format, section 2.2). */
final class AttributeRules {

    /** The attributes of the specification. */
    static final Set<String> CONTEXT =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,9})");
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?" + "([Zz]|[+-][0-9]{2}:[0-9]{2})");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+\\s*(;.*)?");
    private static final Pattern JSON_TYPE = Pattern.compile("(?i)([^/]+/json|[^/]+/[^;]+\\+json)\\s*(;.*)?");

    private AttributeRules() {}

    static boolean isExtensionName(String name) {
        return NAME.matcher(name).matches() && !CONTEXT.contains(name) && !name.equals("data");
    }

    /** A string, a boolean, or an integer of 32 bits. */
    static boolean isExtensionValue(JsonText value) {
        String text = value.text();
        return switch (text.charAt(0)) {
            case '"' -> isPlain(JsonScanner.unquote(value));
            case 't', 'f' -> true;
            default -> INTEGER.matcher(text).matches() && Long.parseLong(text) == (int) Long.parseLong(text);
        };
    }

    /** The characters of a JSON string that an attribute may hold; null: it is no such string. */
    static @Nullable String string(JsonText value) {
        if (value.text().charAt(0) != '"') {
            return null;
        }
        String text = JsonScanner.unquote(value);
        return text.isEmpty() || !isPlain(text) ? null : text;
    }

    static boolean isUriReference(String text) {
        return uri(text) != null;
    }

    static boolean isUri(String text) {
        URI uri = uri(text);
        return uri != null && uri.isAbsolute();
    }

    static boolean isMediaType(String text) {
        return MEDIA_TYPE.matcher(text).matches();
    }

    static boolean isJsonType(String mediaType) {
        return JSON_TYPE.matcher(mediaType).matches();
    }

    static boolean isTime(String text) {
        return RFC_3339.matcher(text).matches() && time(text) != null;
    }

    /** A time of ours, which ISO 8601 gives more ways to write than RFC 3339 does: as it is where it can be. */
    static String rfc3339(String occurredAt) {
        if (RFC_3339.matcher(occurredAt).matches()) {
            return occurredAt;
        }
        OffsetDateTime time = OffsetDateTime.parse(occurredAt);
        String told = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        return RFC_3339.matcher(told).matches()
                ? told
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static @Nullable OffsetDateTime time(String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException none) {
            return null;
        }
    }

    private static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
