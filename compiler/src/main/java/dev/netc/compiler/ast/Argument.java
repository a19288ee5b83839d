package dev.netc.compiler.ast;

import dev.netc.compiler.source.Span;
import java.util.Optional;

/**
 * An argument of a call: {@code 10}, {@code lr=0.01}. None without a name follows one with a name.
 *
 * @param span all of it
 * @param name the parameter it is for, where it is said
 * @param value its value
 */
public record Argument(Span span, Optional<Name> name, Expression value) implements Node {}
