package org.headrace.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of {@code tracestate}. */
final class TraceState {

    private static final int MOST_MEMBERS = 32;
    private static final int MOST_CHARACTERS = 512;

    /** Longer ones go first where there is too much (section 3.3.1.5). */
    private static final int LONG_MEMBER = 128;

    private static final Pattern MEMBER = Pattern.compile("([a-z][a-z0-9_\\-*/]{0,255}"
            + "|[a-z0-9][a-z0-9_\\-*/]{0,240}@[a-z][a-z0-9_\\-*/]{0,13})"
            + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    private TraceState() {}

    /** The members of a list, without blanks around them, as many as we carry; none when the list is not valid. */
    static String valid(String list) {
        List<String> members = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        var tokens = new StringTokenizer(list, ",");
        while (tokens.hasMoreTokens()) {
            String member = tokens.nextToken().strip();
            if (!member.isEmpty()) {
                Matcher form = MEMBER.matcher(member);
                if (!form.matches() || !keys.add(form.group(1)) || members.size() == MOST_MEMBERS) {
                    return "";
                }
                members.add(member);
            }
        }
        return shortened(members);
    }

    private static String shortened(List<String> members) {
        for (int i = members.size() - 1; i >= 0 && isTooMuch(members); i--) {
            if (members.get(i).length() > LONG_MEMBER) {
                members.remove(i);
            }
        }
        while (isTooMuch(members)) {
            members.remove(members.size() - 1);
        }
        return String.join(",", members);
    }

    private static boolean isTooMuch(List<String> members) {
        return String.join(",", members).length() > MOST_CHARACTERS;
    }
}
