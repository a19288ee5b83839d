/**
 * The Maven plugin: parameters of a POM in, generated Java and Maven's log out.
 *
 * <p>Each goal is one class. What it does with files is {@code dev.netc.frontend}'s; here are only
 * the ways of Maven: where sources lie, what dependencies hold, how messages look that editors
 * understand, when a build fails.
 */
@NullMarked
package dev.netc.maven;

import org.jspecify.annotations.NullMarked;
