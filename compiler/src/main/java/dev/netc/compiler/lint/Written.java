package dev.netc.compiler.lint;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.ast.Argument;
import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.Stage;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Edit;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What stands where in the user's files: applications and operations, and how to change them. */
final class Written {
  /**
   * A call of a declaration with its arguments, in a chain or in an expression.
   *
   * @param span all of it, without a label
   */
  record Call(Span span, Expression callee, List<Argument> arguments) {}

  /** A stage, and the end of what flows into it, where something stands there. */
  private record Placed(Stage stage, Optional<Span> source) {}

  private final Map<Span, Placed> stages = new HashMap<>();
  private final Map<Span, Expression.Call> calls = new HashMap<>();
  private final Set<Span> operations = new HashSet<>();
  private final List<Statement.Output.Item> outputs = new ArrayList<>();
  private final Map<Span, Map<String, Expression>> bindings = new HashMap<>();

  Written(Program program) {
    program.files().stream()
        .flatMap(file -> file.declarations().stream())
        .forEach(this::read);
  }

  private void read(Declaration declaration) {
    if (declaration instanceof Declaration.Network network) {
      read(declaration, network.body());
    } else if (declaration instanceof Declaration.Function function) {
      read(declaration, function.body());
    }
  }

  private void read(Declaration declaration, Block body) {
    Map<String, Expression> bound = new HashMap<>();
    bindings.put(declaration.span(), bound);
    new Walk(bound).walk(body);
  }

  private final class Walk extends AstWalker {
    private final Map<String, Expression> bound;

    Walk(Map<String, Expression> bound) {
      this.bound = bound;
    }

    private void place(Optional<Span> head, List<Stage> all) {
      Optional<Span> source = head;
      for (Stage stage : all) {
        stages.put(stage.span(), new Placed(stage, source));
        source = Optional.of(stage.span());
      }
    }

    @Override
    public Walked visitChain(Expression.Chain chain) {
      place(Optional.of(chain.head().span()), chain.stages());
      return super.visitChain(chain);
    }

    @Override
    public Walked visitSequence(StageBody.Sequence sequence) {
      place(Optional.empty(), sequence.stages());
      return super.visitSequence(sequence);
    }

    @Override
    public Walked visitCall(Expression.Call call) {
      calls.put(call.span(), call);
      return super.visitCall(call);
    }

    @Override
    public Walked visitBinary(Expression.Binary binary) {
      operations.add(binary.span());
      return super.visitBinary(binary);
    }

    @Override
    public Walked visitOutput(Statement.Output output) {
      outputs.addAll(output.items());
      return super.visitOutput(output);
    }

    @Override
    public Walked visitBinding(Statement.Binding binding) {
      if (binding.target() instanceof Pattern.Bind bind) {
        bound.putIfAbsent(bind.name(), binding.value());
      }
      return super.visitBinding(binding);
    }
  }

  /** Where a network that stands at a place names an output. */
  Optional<Span> output(Span network, String name) {
    return outputs.stream()
        .filter(item -> item.name().text().equals(name) && contains(network, item.span()))
        .map(item -> item.name().span())
        .findFirst();
  }

  /** Whether two things are added, subtracted and so on at that place. */
  boolean isOperation(Span span) {
    return operations.contains(span);
  }

  /** The call at a place: that of a stage, or an expression. */
  Optional<Call> call(Span span) {
    if (calls.containsKey(span)) {
      Expression.Call call = calls.get(span);
      return Optional.of(new Call(span, call.callee(), call.arguments()));
    }
    return Optional.ofNullable(stages.get(span))
        .map(placed -> placed.stage().body())
        .filter(body -> body instanceof StageBody.Apply)
        .map(body -> (StageBody.Apply) body)
        .map(apply -> new Call(apply.span(), apply.callee(), apply.arguments()));
  }

  /** The call whose first argument stands at a place. */
  Optional<Call> callWithFirst(Span place) {
    return Stream.concat(stages.keySet().stream(), calls.keySet().stream())
        .flatMap(span -> call(span).stream())
        .filter(call -> !call.arguments().isEmpty())
        .filter(call -> call.arguments().get(0).span().equals(place))
        .findFirst();
  }

  /** The call that makes the layer that is applied at a place, here or on a line of its own. */
  Optional<Call> making(Span application) {
    Optional<Call> call = call(application);
    if (call.isPresent() && call.get().callee() instanceof Expression.Reference reference) {
      Optional<Expression> value = bindingAround(application, reference.name());
      if (value.isPresent() && value.get() instanceof Expression.Call made) {
        return Optional.of(new Call(made.span(), made.callee(), made.arguments()));
      }
      if (value.isPresent() && value.get() instanceof Expression.Reference bare) {
        return Optional.of(new Call(bare.span(), bare, List.of()));
      }
    }
    return call;
  }

  private Optional<Expression> bindingAround(Span place, String name) {
    return bindings.entrySet().stream()
        .filter(entry -> contains(entry.getKey(), place))
        .findFirst()
        .flatMap(entry -> Optional.ofNullable(entry.getValue().get(name)));
  }

  private static boolean contains(Span outer, Span inner) {
    return outer.file() == inner.file()
        && outer.start() <= inner.start()
        && inner.end() <= outer.end();
  }

  /** Leaves out an application: what flows into it flows on. */
  Optional<Edit> removal(Span application) {
    Placed placed = stages.get(application);
    if (placed != null && placed.source().isPresent()) {
      Span from = placed.source().get();
      return Optional.of(new Edit(new Span(from.file(), from.end(), application.end()), ""));
    }
    Expression.Call call = calls.get(application);
    if (call != null && !call.arguments().isEmpty()) {
      Argument first = call.arguments().get(0);
      return Optional.of(new Edit(application, first.value().span().text()));
    }
    return Optional.empty();
  }

  /** Puts a stage before one of a chain. */
  Optional<Edit> insertion(Span application, String stage) {
    return Optional.ofNullable(stages.get(application))
        .filter(placed -> placed.source().isPresent())
        .map(
            placed ->
                new Edit(
                    new Span(application.file(), application.start(), application.start()),
                    stage + " -> "));
  }

  /** Gives a call one more argument, behind all others. */
  static Edit argument(Call call, String argument) {
    String text = call.span().text();
    if (!text.endsWith(")")) {
      return new Edit(call.span().after(), "(" + argument + ")");
    }
    int end = call.span().end() - 1;
    Span place = new Span(call.span().file(), end, end);
    return new Edit(place, call.arguments().isEmpty() ? argument : ", " + argument);
  }
}
