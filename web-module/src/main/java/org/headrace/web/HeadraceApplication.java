package org.headrace.web;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.headrace.web.description.ApiDescriptionResource;
import org.headrace.web.description.ModuleDescriptionResource;
import org.headrace.web.health.HealthResource;
import org.headrace.web.hub.HubConnectionsResource;
import org.headrace.web.hub.HubResource;
import org.headrace.web.metrics.MetricsResource;
import org.headrace.web.operator.OperatorActionsResource;
import org.headrace.web.origin.OriginFilter;
import org.headrace.web.problem.AccessDeniedMapper;
import org.headrace.web.problem.BareStatusFilter;
import org.headrace.web.problem.ConflictMapper;
import org.headrace.web.problem.ConnectionNotFoundMapper;
import org.headrace.web.problem.ConstraintViolationMapper;
import org.headrace.web.problem.DeadLetterNotFoundMapper;
import org.headrace.web.problem.EjbFailureMapper;
import org.headrace.web.problem.EventsArchivedMapper;
import org.headrace.web.problem.FailureMapper;
import org.headrace.web.problem.HubUnavailableMapper;
import org.headrace.web.problem.InvalidInputMapper;
import org.headrace.web.problem.JsonSyntaxMapper;
import org.headrace.web.problem.LogUnavailableMapper;
import org.headrace.web.problem.MalformedBodyInterceptor;
import org.headrace.web.problem.MalformedBodyMapper;
import org.headrace.web.problem.OutcomeUnknownMapper;
import org.headrace.web.problem.ProblemExceptionMapper;
import org.headrace.web.problem.ProjectionNotFoundMapper;
import org.headrace.web.problem.ProjectionStateMapper;
import org.headrace.web.problem.RollbackMapper;
import org.headrace.web.problem.SagaNotFoundMapper;
import org.headrace.web.problem.SagaStateMapper;
import org.headrace.web.problem.StreamClosedMapper;
import org.headrace.web.problem.StreamNotFoundMapper;
import org.headrace.web.problem.SubscriptionNotFoundMapper;
import org.headrace.web.problem.TransactionalFailureMapper;
import org.headrace.web.problem.WebApplicationMapper;
import org.headrace.web.projection.DeadLettersResource;
import org.headrace.web.projection.ProjectionsResource;
import org.headrace.web.projection.RebuildsResource;
import org.headrace.web.projection.SnapshotsResource;
import org.headrace.web.request.ClientGoneMapper;
import org.headrace.web.request.UnreadableBodyMapper;
import org.headrace.web.saga.SagaBulkResource;
import org.headrace.web.saga.SagaHistoryResource;
import org.headrace.web.saga.SagaSignalsResource;
import org.headrace.web.saga.SagasResource;
import org.headrace.web.security.CachingFilter;
import org.headrace.web.security.RoleFilter;
import org.headrace.web.stream.ArchiveResource;
import org.headrace.web.stream.EventsResource;
import org.headrace.web.stream.HiddenStreams;
import org.headrace.web.stream.ImportStoppedMapper;
import org.headrace.web.stream.StreamsResource;

/** All that answers below {@code /api}: ours, and the resources of users' modules. */
@ApplicationPath("/api")
public class HeadraceApplication extends Application {

    static final List<Class<?>> OURS = List.of(
            StreamsResource.class,
            EventsResource.class,
            ArchiveResource.class,
            ProjectionsResource.class,
            DeadLettersResource.class,
            RebuildsResource.class,
            SnapshotsResource.class,
            SagasResource.class,
            SagaBulkResource.class,
            SagaHistoryResource.class,
            SagaSignalsResource.class,
            OperatorActionsResource.class,
            HealthResource.class,
            MetricsResource.class,
            HubResource.class,
            HubConnectionsResource.class,
            ApiDescriptionResource.class,
            ModuleDescriptionResource.class,
            OriginFilter.class,
            RoleFilter.class,
            CachingFilter.class,
            HiddenStreams.class,
            BareStatusFilter.class,
            MalformedBodyInterceptor.class,
            AccessDeniedMapper.class,
            ClientGoneMapper.class,
            ConflictMapper.class,
            ConnectionNotFoundMapper.class,
            ConstraintViolationMapper.class,
            DeadLetterNotFoundMapper.class,
            EjbFailureMapper.class,
            EventsArchivedMapper.class,
            FailureMapper.class,
            HubUnavailableMapper.class,
            ImportStoppedMapper.class,
            InvalidInputMapper.class,
            JsonSyntaxMapper.class,
            LogUnavailableMapper.class,
            MalformedBodyMapper.class,
            OutcomeUnknownMapper.class,
            ProblemExceptionMapper.class,
            ProjectionNotFoundMapper.class,
            ProjectionStateMapper.class,
            RollbackMapper.class,
            SagaNotFoundMapper.class,
            SagaStateMapper.class,
            StreamClosedMapper.class,
            StreamNotFoundMapper.class,
            SubscriptionNotFoundMapper.class,
            TransactionalFailureMapper.class,
            UnreadableBodyMapper.class,
            WebApplicationMapper.class);

    @Override
    public Set<Class<?>> getClasses() {
        Set<Class<?>> classes = new HashSet<>(OURS);
        classes.addAll(ResourcesOfModules.visibleTo(CDI.current().getBeanManager()));
        return classes;
    }

    /**
     * For Jersey: no WADL of its own making, no error page of the server's for a status without a body, and a Location
     * that stays a path, since a proxy may call the host otherwise.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.server.response.setStatusOverSendError", true,
                "jersey.config.server.headers.location.relative.resolution.disabled", true);
    }
}
