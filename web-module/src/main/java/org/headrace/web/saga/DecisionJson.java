package org.headrace.web.saga;

import java.util.TreeMap;
import org.headrace.saga.SagaDecisions.Bulk;
import org.headrace.saga.SagaDecisions.CancelPreview;
import org.headrace.web.json.JsonMembers;

/** Writes as JSON what decisions did, or would do. */
final class DecisionJson {

    private DecisionJson() {}

    /** {@code {"sagaId","undone":[…],"skipped":[…],"underWay","refusal"}}; the last two may be null. */
    static String of(CancelPreview preview) {
        return JsonMembers.object(json -> {
            json.text("sagaId", preview.sagaId());
            json.texts("undone", preview.undone());
            json.texts("skipped", preview.skipped());
            json.nullable("underWay", preview.underWay());
            json.nullable("refusal", preview.refusal());
        });
    }

    /** {@code {"dryRun","done":[…],"refused":{id:why},"next"}}, {@code next} being null when all were looked at. */
    static String of(Bulk bulk) {
        return JsonMembers.object(json -> {
            json.plain("dryRun", bulk.dryRun());
            json.texts("done", bulk.done());
            json.object("refused", inner -> new TreeMap<>(bulk.refused()).forEach(inner::text));
            json.nullable("next", bulk.next());
        });
    }
}
