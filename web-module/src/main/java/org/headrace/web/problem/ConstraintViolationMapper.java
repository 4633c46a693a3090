package org.headrace.web.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;

/** Bean Validation: a parameter is the caller's fault, a return value ours. */
@Provider
public class ConstraintViolationMapper extends ProblemMapper<ConstraintViolationException> {

    @Override
    public Problem problem(ConstraintViolationException failure) {
        if (failure.getConstraintViolations().stream().anyMatch(ConstraintViolationMapper::isOfReturnValue)) {
            return new FailureMapper().problem(failure);
        }
        List<Violation> violations = failure.getConstraintViolations().stream()
                .map(v -> new Violation(field(v.getPropertyPath()), v.getMessage()))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        return Problem.of(
                ProblemType.INVALID_INPUT,
                String.valueOf(new InvalidInputException(violations).getMessage()),
                violations);
    }

    private static boolean isOfReturnValue(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    /** The path within the body; the parameter's name where the parameter itself is wrong. */
    private static String field(Path path) {
        List<Path.Node> nodes = new ArrayList<>();
        path.forEach(nodes::add);
        String inBody = nodes.stream()
                .filter(n -> n.getKind() == ElementKind.PROPERTY || n.getKind() == ElementKind.CONTAINER_ELEMENT)
                .map(Path.Node::toString)
                .collect(Collectors.joining("."));
        return !inBody.isEmpty() || nodes.isEmpty()
                ? inBody
                : nodes.get(nodes.size() - 1).toString();
    }
}
