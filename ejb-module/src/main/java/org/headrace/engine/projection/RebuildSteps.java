package org.headrace.engine.projection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.headrace.engine.projection.RunnerParts.Places;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.Rebuild.State;
import org.headrace.projection.spi.RebuildTables;

/** What actions on a rebuild are made of. Each belongs to the transaction of an operator's action. */
record RebuildSteps(ProjectionDefinition definition, RunnerParts parts, BesideRuns besides) {

    /** Locked, until the action's end. */
    Rebuild requireBuilding() {
        Rebuild rebuild = require();
        if (rebuild.state() != State.BUILDING) {
            throw new ProjectionStateException(
                    "The new version of projection " + name() + " serves already: roll back, or finish");
        }
        return rebuild;
    }

    /** Locked, until the action's end. */
    Rebuild requireSwitched() {
        Rebuild rebuild = require();
        if (rebuild.state() != State.SWITCHED) {
            throw new ProjectionStateException(
                    "The new version of projection " + name() + " does not serve yet: switch to it, or cancel it");
        }
        return rebuild;
    }

    /** Makes the tables, and lets the handler put into them what it begins with. */
    void begin(String servingSchema, boolean autoSwitch, Operator by) throws Exception {
        besides.store().lock(name()).ifPresent(existing -> {
            throw new ProjectionStateException(
                    existing.state() == State.BUILDING
                            ? "Projection " + name() + " is being rebuilt beside already: cancel that first"
                            : "Projection " + name() + " has a previous version: roll back, or finish, first");
        });
        var start = new Start(parts.clock().instant(), by.principal(), by.reason(), autoSwitch);
        var rebuild = new Rebuild(
                name(), State.BUILDING, definition.tables(), RebuildNames.schemas(servingSchema, name()), start, null);
        tables().make(rebuild);
        besides.store().save(rebuild);
        RunnerParts rebuilt = rebuilt();
        forget(RebuildNames::rebuild);
        for (String stream : definition.streams()) {
            long served = parts.placeOf(name(), stream).lastProcessedOffset();
            rebuilt.places()
                    .checkpoints()
                    .put(Checkpoint.start(name(), stream, start.at()).replayingUntil(served));
        }
        if (definition.handler() instanceof ResettableProjection resettable) {
            String entered = tables().enter(rebuild);
            resettable.reset();
            parts.contributed().flush();
            BesideVersion.requireUntouched(rebuild, tables());
            tables().leave(entered);
        }
    }

    /** Brings the new version to the offset of the one that serves. */
    Map<String, Long> takeForward(Rebuild rebuild) {
        Map<String, Long> served = new HashMap<>();
        Map<String, Checkpoint> places = new LinkedHashMap<>();
        for (String stream : definition.streams()) {
            parts.places().join(name(), stream);
            rebuilt().places().join(name(), stream);
            served.put(stream, parts.placeOf(name(), stream).lastProcessedOffset());
            places.put(stream, rebuilt().placeOf(name(), stream));
        }
        new TakeForward(definition, rebuilt(), tables()).to(served, places, rebuild);
        return served;
    }

    RebuildParity compare(Rebuild rebuild) {
        Map<String, Long> offsets = takeForward(rebuild);
        return new RebuildParity(name(), offsets, tables().compare(rebuild));
    }

    /** Both stand at one offset. */
    void switchOver(Rebuild rebuild) {
        tables().swap(rebuild);
        for (String stream : definition.streams()) {
            Checkpoint served = parts.placeOf(name(), stream);
            parts.under(RebuildNames::previous).places().checkpoints().put(served);
            parts.places().checkpoints().put(rebuilt().placeOf(name(), stream));
        }
        letters().rename(name(), RebuildNames.previous(name()));
        letters().rename(RebuildNames.rebuild(name()), name());
        forget(RebuildNames::rebuild);
        besides.store().save(rebuild.switched());
    }

    void cancel(Rebuild rebuild) {
        tables().drop(rebuild);
        forget(RebuildNames::rebuild);
        besides.store().remove(name());
    }

    /** What came after the switch comes again, as a replay. */
    void rollBack(Rebuild rebuild) {
        tables().swapBack(rebuild);
        RunnerParts previous = parts.under(RebuildNames::previous);
        letters().clear(name());
        letters().rename(RebuildNames.previous(name()), name());
        for (String stream : definition.streams()) {
            parts.places().reset(name(), stream);
            long served = parts.placeOf(name(), stream).replayUntil();
            parts.places().checkpoints().put(previous.placeOf(name(), stream).replayingUntil(served));
        }
        forget(RebuildNames::previous);
        besides.store().remove(name());
    }

    void finish(Rebuild rebuild) {
        tables().drop(rebuild);
        forget(RebuildNames::previous);
        besides.store().remove(name());
    }

    /** It is not switched by itself any more. */
    void note(Rebuild rebuild, String finding) {
        besides.store().save(rebuild.withFinding(finding));
    }

    private void forget(UnaryOperator<String> naming) {
        Places other = parts.under(naming).places();
        definition.streams().forEach(stream -> other.segments().replace(name(), stream, List.of()));
        other.checkpoints().remove(name());
        other.runStates().remove(name());
        other.deadLetters().clear(name());
    }

    private Rebuild require() {
        return besides.store()
                .lock(name())
                .orElseThrow(
                        () -> new ProjectionStateException("Projection " + name() + " is not being rebuilt beside"));
    }

    private RunnerParts rebuilt() {
        return parts.under(RebuildNames::rebuild);
    }

    private DeadLetterStore letters() {
        return parts.places().deadLetters();
    }

    private RebuildTables tables() {
        return besides.tables();
    }

    private String name() {
        return definition.name();
    }
}
