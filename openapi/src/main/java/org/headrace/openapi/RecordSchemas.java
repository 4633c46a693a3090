package org.headrace.openapi;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fills in schemas that name a class: {@code x-record} the members of a record as JSON-B writes it, {@code x-labels} the
 * labels of an enum as its method {@code label} gives them. What the schema says itself is laid over that.
 */
final class RecordSchemas {

    private static final String RECORD = "x-record";
    private static final String LABELS = "x-labels";

    private final ClassLoader classes;

    RecordSchemas(ClassLoader classes) {
        this.classes = classes;
    }

    /** In all of a tree. */
    void fillIn(Tree tree) {
        Object record = tree.take(RECORD);
        Object labels = tree.take(LABELS);
        if (record instanceof String name) {
            layUnder(tree, ofRecord(load(name)));
        }
        if (labels instanceof String name) {
            layUnder(tree, Tree.with("type", "string").and("enum", labels(load(name))));
        }
        tree.values().forEach(this::fillInAny);
    }

    private void fillInAny(@Nullable Object value) {
        if (value instanceof Tree inner) {
            fillIn(inner);
        } else if (value instanceof List<?> list) {
            list.forEach(this::fillInAny);
        }
    }

    private static void layUnder(Tree said, Tree found) {
        Tree whole = found.merge(said);
        said.clear();
        said.putAll(whole);
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, true, classes);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("There is no class " + name, e);
        }
    }

    private static List<@Nullable Object> labels(Class<?> type) {
        List<@Nullable Object> labels = new ArrayList<>();
        try {
            Method label = type.getMethod("label");
            for (Object constant : type.getEnumConstants()) {
                labels.add(label.invoke(constant));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public method label()", e);
        }
        return labels;
    }

    private static Tree ofRecord(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException(type + " is no record");
        }
        Tree properties = new Tree();
        List<@Nullable Object> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonbProperty renamed = component.getAccessor().getAnnotation(JsonbProperty.class);
            String name = renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
            boolean mayBeNull = isNullable(component);
            Tree schema = ofType(component.getGenericType());
            if (mayBeNull && isNillable(component)) {
                schema.put("type", List.of(String.valueOf(schema.get("type")), "null"));
            }
            if (!mayBeNull || isNillable(component)) {
                required.add(name);
            }
            properties.put(name, schema);
        }
        Tree schema = Tree.with("type", "object").and("properties", properties);
        return required.isEmpty() ? schema : schema.and("required", required);
    }

    /** Of whatever package the annotation is. */
    private static boolean isNullable(RecordComponent component) {
        for (AnnotatedElement place : List.of(component.getAnnotatedType(), component, component.getAccessor())) {
            for (var annotation : place.getAnnotations()) {
                if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNillable(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonbNillable.class);
    }

    private static Tree ofType(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return Tree.with("type", "array").and("items", ofType(arguments[0]));
            }
            if (generic.getRawType() == Map.class) {
                return Tree.with("type", "object").and("additionalProperties", ofType(arguments[1]));
            }
        }
        if (type == String.class) {
            return Tree.with("type", "string");
        }
        if (type == int.class || type == Integer.class) {
            return Tree.with("type", "integer").and("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return Tree.with("type", "integer").and("format", "int64");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Tree.with("type", "boolean");
        }
        if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return Tree.with("type", "number");
        }
        if (type == Instant.class) {
            return Tree.with("type", "string").and("format", "date-time");
        }
        if (type == UUID.class) {
            return Tree.with("type", "string").and("format", "uuid");
        }
        if (type instanceof Class<?> inner && inner.isRecord()) {
            return ofRecord(inner);
        }
        throw new IllegalStateException("No schema is known for " + type.getTypeName());
    }
}
