package org.statehouse.metadata;

import java.util.List;

/**
 * What came of a reload that went well.
 *
 * @param catalog the version in force now
 * @param published whether this call has put it in force; else the files were in force already
 * @param plan what was done
 * @param unused what was consented to and not asked for
 */
public record Reloaded(long catalog, boolean published, PlanReport plan, List<String> unused) {}
