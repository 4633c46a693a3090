package org.headrace.server;

import java.util.regex.Pattern;

/** How to reach a PostgreSQL database. */
record Database(String url, String user, String password) {

    private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");

    /** The URL as it may be shown: without a password. */
    String shownUrl() {
        return PASSWORD.matcher(url).replaceAll("$1***");
    }

    @Override
    public String toString() {
        return shownUrl() + " as " + user;
    }
}
