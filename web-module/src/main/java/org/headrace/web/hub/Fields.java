package org.headrace.web.hub;

import java.lang.reflect.Field;

/** Fields of the server's objects that its interfaces do not show. */
final class Fields {

    private Fields() {}

    /**
     * What is in a field of an object, be it declared by the object's class or by one above.
     *
     * @throws ReflectiveOperationException when there is no such field, or nothing in it
     */
    static Object valueOf(String name, Object object) throws ReflectiveOperationException {
        Field field = named(name, object);
        Object value = field.get(object);
        if (value == null) {
            throw new NoSuchFieldException("There is nothing in " + field);
        }
        return value;
    }

    /** @throws ReflectiveOperationException when there is no such field */
    static Field named(String name, Object object) throws ReflectiveOperationException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(name + " of " + object.getClass());
    }
}
