package org.headrace.engine.management;

import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The names of an application's beans, such as
 * {@code org.headrace:type=Projection,application=headrace,name=user-statistics}. A value that has other characters than
 * letters, digits and {@code _ . -} is quoted as {@link ObjectName#quote} does.
 */
final class BeanNames {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.-]+");

    private final String application;

    BeanNames(String application) {
        this.application = application;
    }

    ObjectName projection(String name) {
        return name("Projection", ",name=" + value(name));
    }

    ObjectName saga(String name, int version) {
        return name("Saga", ",name=" + value(name) + ",version=" + version);
    }

    ObjectName hub() {
        return name("Hub", "");
    }

    ObjectName node() {
        return name("Node", "");
    }

    private ObjectName name(String type, String rest) {
        String name = "org.headrace:type=" + type + ",application=" + value(application) + rest;
        try {
            return new ObjectName(name);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(name + " is no name of a bean", e);
        }
    }

    private static String value(String text) {
        return PLAIN.matcher(text).matches() ? text : ObjectName.quote(text);
    }
}
