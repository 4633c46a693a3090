package org.headrace.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test class that has the machine to itself, since it holds what it sees against the clock, or fills the machine. All
 * others run two at a time: {@code pom.xml}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("undisturbed")
public @interface Undisturbed {}
