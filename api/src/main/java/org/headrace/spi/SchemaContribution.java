package org.headrace.spi;

/**
 * The tables of a module, migrated at start after Headrace's own, under the same lock. A module offers a CDI bean of
 * this type. Not asked when the store is in memory.
 */
public interface SchemaContribution {

    /** The resource path of a Liquibase changelog, found by the bean's own class loader. */
    String changelog();
}
