package org.headrace.spi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;

/** Instances of beans that an extension has found in any module of the deployment. */
public final class DeploymentBeans {

    private DeploymentBeans() {}

    /**
     * The bean itself where it is application scoped, so that its class need not be one that can be proxied; else a
     * reference of the type, which is one of the bean's.
     */
    public static <T> Object instanceOf(Bean<T> bean, Class<?> type, BeanManager manager) {
        CreationalContext<T> creation = manager.createCreationalContext(bean);
        return bean.getScope() == ApplicationScoped.class
                ? manager.getContext(ApplicationScoped.class).get(bean, creation)
                : manager.getReference(bean, type, creation);
    }
}
