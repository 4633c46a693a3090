package org.headrace.engine.management;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;

/** An MXBean that tells consoles what its interface says by {@link Told}. */
final class TellingBean extends StandardMBean {

    <T> TellingBean(T bean, Class<T> type) {
        super(bean, type, true);
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        Told told = getMBeanInterface().getAnnotation(Told.class);
        return told == null ? super.getDescription(info) : told.value();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return method((info.isIs() ? "is" : "get") + info.getName())
                .map(TellingBean::told)
                .orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return method(info.getName()).map(TellingBean::told).orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return parameter(operation, index)
                .map(found -> found.getAnnotation(Told.class).value())
                .orElseGet(() -> super.getDescription(operation, parameter, index));
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int index) {
        return parameter(operation, index)
                .map(Parameter::getName)
                .orElseGet(() -> super.getParameterName(operation, parameter, index));
    }

    private Optional<Parameter> parameter(MBeanOperationInfo operation, int index) {
        return method(operation.getName()).map(method -> method.getParameters()[index]);
    }

    /** None of our interfaces has two methods of one name. */
    private Optional<Method> method(String name) {
        return Stream.of(getMBeanInterface().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst();
    }

    private static String told(Method method) {
        return method.getAnnotation(Told.class).value();
    }
}
