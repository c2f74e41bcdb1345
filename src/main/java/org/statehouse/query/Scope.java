package org.statehouse.query;

import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/**
 * The record whose related records a list gives.
 *
 * @param model its model
 * @param id its id, typed
 * @param relationship from it to the records of the list
 */
public record Scope(Model model, Object id, Relationship relationship) {}
