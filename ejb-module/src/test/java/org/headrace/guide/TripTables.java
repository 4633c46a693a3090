package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.headrace.spi.SchemaContribution;

/** The tables of the trips, and the data source they are in. */
@ApplicationScoped
public class TripTables implements SchemaContribution {

    @Override
    public String changelog() {
        return "org/headrace/guide/trips.sql";
    }

    @Produces
    @SuppressWarnings("BanJNDI") // a constant name
    DataSource dataSource() throws NamingException {
        return InitialContext.doLookup("jdbc/headrace");
    }
}
