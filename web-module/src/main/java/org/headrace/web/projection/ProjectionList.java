package org.headrace.web.projection;

import java.util.List;

/** All projections of a node, in order of name. */
public record ProjectionList(List<ProjectionView> projections) {}
