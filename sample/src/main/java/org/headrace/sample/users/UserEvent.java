package org.headrace.sample.users;

/** What happens in the stream {@value #STREAM}. The event's key is the user's id. */
public sealed interface UserEvent {

    String STREAM = "UserWorkflow";

    String userId();

    record UserAdded(String userId, String name, String email) implements UserEvent {}

    record UserRemoved(String userId) implements UserEvent {}
}
