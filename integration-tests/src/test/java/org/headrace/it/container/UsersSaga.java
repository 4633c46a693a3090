package org.headrace.it.container;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.headrace.json.JsonText;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;
import org.headrace.stream.EventLog;
import org.headrace.stream.NewEvent;

/** A user's saga in a plain jar. Its one step writes by JPA, by JDBC and to the log; told so, it fails after that. */
@ApplicationScoped
public class UsersSaga implements SagaDefinition {

    @Inject
    UsersRows rows;

    @Inject
    EventLog log;

    @Override
    public String name() {
        return "saga-in-a-library";
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("Write", this::write).compensatedBy(this::unwrite);
    }

    void write(SagaContext context) throws Exception {
        String id = context.get("id", String.class);
        rows.add(id);
        insert(id);
        log.append(id, NewEvent.of("Written", JsonText.of("1")));
        context.set("backend", rows.backend());
        if (context.find("fails", Boolean.class).orElse(false)) {
            throw new PermanentFailureException("told so");
        }
    }

    void unwrite(SagaContext context) {
        log.append(context.get("id", String.class), NewEvent.of("Unwritten", JsonText.of("1")));
    }

    @SuppressWarnings("BanJNDI") // a constant
    public static void insert(String id) throws Exception {
        DataSource source = InitialContext.doLookup("jdbc/headrace");
        try (var connection = source.getConnection();
                var insert = connection.prepareStatement("INSERT INTO container_rows VALUES (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
    }
}
