package org.headrace.web.request;

import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;

/** Strings as members of bodies give them. */
public final class Strings {

    private Strings() {}

    /** @throws InvalidInputException when the member is none */
    public static String of(String member, JsonText value) {
        if (value.text().charAt(0) != '"') {
            throw new InvalidInputException(member, "must be a string");
        }
        return JsonScanner.unquote(value);
    }
}
