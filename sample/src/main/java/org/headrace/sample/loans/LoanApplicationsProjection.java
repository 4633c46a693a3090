package org.headrace.sample.loans;

import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.headrace.projection.BatchContext;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.ParallelProjection;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;
import org.headrace.stream.RecordedEvent;

/** Follows loan applications, folding a batch: each application is read once and written once, whatever its events. */
@StreamProjection(name = "loan-applications", streams = LoanApplicationsProjection.STREAM, batchSize = 2000)
public class LoanApplicationsProjection implements BatchProjection, ResettableProjection, ParallelProjection {

    public static final String STREAM = "LoanApplications";

    @Inject
    LoanRepository loans;

    @Override
    public void project(List<RecordedEvent> events, BatchContext context) {
        Map<String, Long> moreByType =
                events.stream().collect(Collectors.groupingBy(RecordedEvent::type, Collectors.counting()));
        Map<String, LoanApplication> changed = new HashMap<>(loans.applications(
                events.stream().map(RecordedEvent::key).filter(Objects::nonNull).collect(Collectors.toSet())));
        for (RecordedEvent event : events) {
            String id = event.key();
            if (id != null) {
                changed.put(
                        id, changed.getOrDefault(id, LoanApplication.begun(id)).plus(event));
            }
        }
        loans.save(changed.values());
        loans.count(moreByType);
    }

    @Override
    public void reset() {
        loans.clear();
    }
}
