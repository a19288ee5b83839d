package dev.netc.compiler.analysis;

import dev.netc.compiler.ast.AstWalker;
import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Expression;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Parameter;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.StageBody;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the names of one body that nothing binds, in every branch, also in those that a given set
 * of arguments never takes. A name counts as bound where any line of the body binds it; whether
 * that line has run is for the elaborator to see.
 */
final class NameCheck extends AstWalker {
  static final Set<String> EVERYWHERE = Set.of("training", "averaging", "inf", "nan", "pi");
  private static final Set<String> OBJECTS = Set.of("self", "this");
  private static final String STEP = "step";

  /** What an optimizer that takes the loss binds to ask for it once more. */
  private static final String AGAIN = "again";

  private static final Set<String> IN_SCHEDULES = Set.of("metric", "group", "groups");

  /** What is done at each step, and may ask which one it is. */
  private static final Set<FunctionKind> STEPPING =
      Set.of(FunctionKind.GRADIENT, FunctionKind.OPTIMIZER, FunctionKind.SCHEDULE);

  private final Scope scope;
  private final Set<String> bound = new HashSet<>(EVERYWHERE);
  private final Set<String> rebound = new HashSet<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private NameCheck(Scope scope) {
    this.scope = scope;
  }

  static List<Diagnostic> check(Scope scope, Declaration declaration) {
    NameCheck check = new NameCheck(scope);
    if (declaration instanceof Declaration.Network network) {
      check.body(network.parameters(), network.body());
    } else if (declaration instanceof Declaration.NetworkAlias alias) {
      check.walkArguments(alias.arguments());
    } else if (declaration instanceof Declaration.Function function) {
      if (STEPPING.contains(function.kind())) {
        check.bound.add(STEP);
      }
      if (function.kind() == FunctionKind.OPTIMIZER && function.tensors().size() == 3) {
        check.bound.add(AGAIN);
      }
      if (function.kind() == FunctionKind.SCHEDULE) {
        check.bound.addAll(IN_SCHEDULES);
        function.tensors().forEach(number -> check.bound.add("initial_" + number.name().text()));
      }
      List<Parameter> parameters = new ArrayList<>(function.statics());
      parameters.addAll(function.tensors());
      check.body(parameters, function.body());
    }
    return check.diagnostics;
  }

  private void body(List<Parameter> parameters, Block body) {
    bound.addAll(BoundNames.of(parameters, body));
    for (Parameter parameter : parameters) {
      bind(parameter.name());
      parameter.shape().ifPresent(this::walk);
      parameter.defaultValue().ifPresent(this::walk);
    }
    walk(body);
  }

  private void name(Span span, String name) {
    if (isUnknown(name)) {
      diagnostics.add(UnknownNames.diagnostic(scope, name, span, bound));
    }
  }

  private boolean isUnknown(String name) {
    return !bound.contains(name) && scope.function(name).isEmpty() && !scope.mayHide(name);
  }

  /**
   * A value must not be called like a declaration of the file: lines behind it would mean either.
   */
  private void bind(Name name) {
    bind(name.span(), name.text());
  }

  private void bind(Span span, String name) {
    scope
        .own(name)
        .filter(declaration -> rebound.add(name))
        .ifPresent(
            declaration ->
                diagnostics.add(
                    Diagnostic.error(
                            "E0208", "`" + name + "` is declared, its name cannot be bound again")
                        .at(span, "give this value a name of its own")
                        .also(declaration.name().span(), "declared here")
                        .build()));
  }

  @Override
  public Walked visitBind(Pattern.Bind bind) {
    bind(bind.span(), bind.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitNamed(ShapePattern.Dimension.Named named) {
    bind(named.span(), named.name());
    return Walked.DONE;
  }

  @Override
  public Walked visitPort(Statement.Port port) {
    bind(port.name());
    return super.visitPort(port);
  }

  @Override
  public Walked visitParam(Statement.Param param) {
    bind(param.name());
    return super.visitParam(param);
  }

  @Override
  public Walked visitBuffer(Statement.Buffer buffer) {
    bind(buffer.name());
    return super.visitBuffer(buffer);
  }

  @Override
  public Walked visitState(Statement.State state) {
    bind(state.name());
    return super.visitState(state);
  }

  @Override
  public Walked visitFor(Statement.For loop) {
    bind(loop.name());
    return super.visitFor(loop);
  }

  @Override
  public Walked visitRepeat(StageBody.Repeat repeat) {
    repeat.index().ifPresent(this::bind);
    return super.visitRepeat(repeat);
  }

  @Override
  public Walked visitScan(Expression.Scan scan) {
    scan.sources().forEach(source -> bind(source.name()));
    scan.carries().forEach(carry -> bind(carry.name()));
    return super.visitScan(scan);
  }

  @Override
  public Walked visitReference(Expression.Reference reference) {
    name(reference.span(), reference.name());
    return Walked.DONE;
  }

  /**
   * {@code nn.Linear}, {@code self.fc1}: what stands before the dot is of another language, unless
   * a declaration has a name of several parts.
   */
  @Override
  public Walked visitMember(Expression.Member member) {
    Expression first = member.value();
    while (first instanceof Expression.Member inner) {
      first = inner.value();
    }
    if (!(first instanceof Expression.Reference owner) || !isUnknown(owner.name())) {
      return super.visitMember(member);
    }
    if (scope.function(owner.name() + "." + member.name().text()).isPresent()) {
      return Walked.DONE;
    }
    String name = member.name().text();
    Optional<String> known =
        OBJECTS.contains(owner.name()) || !isUnknown(name)
            ? Optional.of(name)
            : UnknownNames.meant(scope, name).map(function -> function.name().text());
    if (known.isEmpty()) {
      return super.visitMember(member);
    }
    diagnostics.add(UnknownNames.prefix(member, owner, known.get()));
    return Walked.DONE;
  }

  @Override
  public Walked visitOutput(Statement.Output output) {
    output.items().stream()
        .filter(item -> item.value().isEmpty())
        .forEach(item -> name(item.name().span(), item.name().text()));
    output.items().stream()
        .filter(item -> item.value().isPresent())
        .forEach(item -> bind(item.name()));
    return super.visitOutput(output);
  }
}
