package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.source.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The user's argument that a failed condition is about, which may have come to it through calls
 * within the library.
 *
 * @param called the frame of the declaration that the user called
 */
record Blame(Frame called, Parameter parameter, Span argument) {

  /**
   * Finds the argument.
   *
   * @param frame where the condition stands
   * @param words what it names, in its order
   */
  static Optional<Blame> of(Frame frame, Set<String> words) {
    return of(frame, words, given -> !(given.value() instanceof Datum.Tensor));
  }

  /** The same, where the argument may be a tensor. */
  static Optional<Blame> ofAny(Frame frame, Set<String> words) {
    return of(frame, words, given -> true);
  }

  private static Optional<Blame> of(
      Frame frame, Set<String> words, Predicate<Arguments.Given> wanted) {
    Frame at = frame;
    Set<String> names = words;
    while (at.call().isPresent() && at.call().get().caller().isLibrary()) {
      Frame caller = at.call().get().caller();
      if (caller.call().isEmpty()) {
        return Optional.empty();
      }
      names = passedOn(caller.call().get().arguments(), at.call().get().arguments(), names);
      at = caller;
    }
    return at.call().isPresent() ? direct(at, names, wanted) : Optional.empty();
  }

  /**
   * The caller's names of what an inner call was given: the same value, or one of the same name.
   */
  private static Set<String> passedOn(Arguments outer, Arguments inner, Set<String> names) {
    Set<String> passed = new LinkedHashSet<>();
    for (String name : names) {
      inner
          .get(name)
          .ifPresent(
              given ->
                  outer.byName().entrySet().stream()
                      .filter(entry -> entry.getValue().value() == given.value())
                      .forEach(entry -> passed.add(entry.getKey())));
      if (outer.get(name).isPresent()) {
        passed.add(name);
      }
    }
    return passed;
  }

  private static Optional<Blame> direct(
      Frame called, Set<String> names, Predicate<Arguments.Given> wanted) {
    Declaration.Function function = (Declaration.Function) called.declaration();
    Arguments arguments = called.call().orElseThrow().arguments();
    return names.stream()
        .flatMap(name -> parameter(function, name))
        .flatMap(parameter -> blame(called, parameter, arguments, wanted).stream())
        .findFirst();
  }

  /** The tensor that the user wrote as an argument, if a condition names no other. */
  static Optional<Blame> ofTensor(Frame frame, Set<String> words) {
    if (frame.call().isEmpty()
        || frame.call().get().caller().isLibrary()
        || !(frame.declaration() instanceof Declaration.Function function)) {
      return Optional.empty();
    }
    Arguments arguments = frame.call().get().arguments();
    List<Parameter> named =
        words.stream()
            .flatMap(word -> parameter(function, word))
            .filter(
                parameter ->
                    arguments
                        .get(parameter.name().text())
                        .filter(given -> given.value() instanceof Datum.Tensor)
                        .isPresent())
            .distinct()
            .toList();
    return named.size() != 1
        ? Optional.empty()
        : arguments
            .get(named.get(0).name().text())
            .flatMap(Arguments.Given::span)
            .map(span -> new Blame(frame, named.get(0), span));
  }

  private static Optional<Blame> blame(
      Frame called, Parameter parameter, Arguments arguments, Predicate<Arguments.Given> wanted) {
    return arguments
        .get(parameter.name().text())
        .filter(wanted)
        .flatMap(Arguments.Given::span)
        .map(span -> new Blame(called, parameter, span));
  }

  private static Stream<Parameter> parameter(Declaration.Function function, String name) {
    return Stream.concat(function.statics().stream(), function.tensors().stream())
        .filter(parameter -> parameter.name().text().equals(name));
  }
}
