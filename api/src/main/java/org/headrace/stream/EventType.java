package org.headrace.stream;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the event type, and its version, that a class is the payload of. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /** Empty: the class's simple name, as without the annotation. */
    String value() default "";

    /** Raised when the data changes its form; {@link Upcaster}s bring what is stored in older ones to this one. */
    int version() default 1;
}
