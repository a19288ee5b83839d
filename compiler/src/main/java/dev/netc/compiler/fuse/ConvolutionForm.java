package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Contract;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A contraction over sliding windows as a convolution, or as its gradient with respect to weights
 * or image.
 */
record ConvolutionForm(
    Peeled peeled,
    Set<Value> within,
    Kernel.Convolution.Kind kind,
    ConvolutionMatcher.Match match,
    Operand image,
    Operand weights,
    Operand output,
    Optional<PoolGradientForm> pool)
    implements Form {

  /** A dense tensor in the memory of a value. */
  record Operand(Value value, Dim start) {
    static Operand of(StridedView view) {
      return new Operand(view.base(), view.start());
    }

    static Operand of(Value value) {
      Value memory = value;
      while (memory.op() instanceof Move.Reshape) {
        memory = memory.operand(0);
      }
      return new Operand(memory, Dim.ZERO);
    }
  }

  static Optional<ConvolutionForm> of(Peeled peeled, Uses uses) {
    if (peeled.result().type().element() != ElementType.FLOAT) {
      return Optional.empty();
    }
    Optional<ConvolutionForm> data = data(peeled, uses);
    return (data.isPresent() ? data : contraction(peeled, uses))
        .map(form -> form.kind == Kernel.Convolution.Kind.FORWARD ? form : form.ofPooled(uses));
  }

  /** The same gradient out of that of a max pool behind the convolution, if that is all it is. */
  private ConvolutionForm ofPooled(Uses uses) {
    return Optional.of(output.value())
        .filter(value -> output.start().is(0) && isContractedOnly(value, uses))
        .flatMap(value -> PoolGradientForm.pool(value, uses))
        .filter(gradient -> isOfOutput(gradient.image()))
        .map(
            gradient ->
                new ConvolutionForm(
                    peeled, within, kind, match, image, weights, output, Optional.of(gradient)))
        .orElse(this);
  }

  /** Whether nothing but products uses a value. */
  private static boolean isContractedOnly(Value value, Uses uses) {
    return !uses.isOutput(value)
        && uses.users(value).stream()
            .allMatch(
                user ->
                    user.op() instanceof Contract
                        || ((user.op() instanceof Move.Reshape
                                || user.op() instanceof Move.Transpose)
                            && isContractedOnly(user, uses)));
  }

  /** Whether images are the output, each filter of each sample by itself. */
  boolean isOfOutput(PooledImage pooled) {
    Geometry geometry = match.geometry();
    return pooled.height().size() == geometry.height().places()
        && pooled.width().size() == geometry.width().places()
        && pooled.images().equals(match.samples().times(geometry.filters()));
  }

  // Forward, and the gradient of the weights: the windows are an operand.

  private static Optional<ConvolutionForm> contraction(Peeled peeled, Uses uses) {
    return Contraction.below(peeled.core(), uses)
        .flatMap(
            found -> windowed(peeled, found, 0, uses).or(() -> windowed(peeled, found, 1, uses)));
  }

  private static Optional<ConvolutionForm> windowed(
      Peeled peeled, Contraction found, int side, Uses uses) {
    Contract contract = found.contract();
    List<Integer> own = side == 0 ? contract.left() : contract.right();
    List<Integer> others = side == 0 ? contract.right() : contract.left();
    return Sliding.of(found.value().operand(side), found.labels().counters(own))
        .flatMap(
            windows -> {
              StridedView other = view(found.value().operand(1 - side), uses);
              return forward(peeled, found, windows, others, other)
                  .filter(ConvolutionForm::isEpilogueAlongFilters)
                  .or(() -> weightGradient(peeled, found, windows, others, other));
            });
  }

  /** An operand where it lies; the gradient of a pool with an edge has no edge in memory. */
  private static StridedView view(Value operand, Uses uses) {
    return operand.op() instanceof Move.Slice && PoolGradientForm.pool(operand, uses).isPresent()
        ? StridedView.ofItself(operand)
        : StridedView.of(operand);
  }

  private static Optional<ConvolutionForm> forward(
      Peeled peeled, Contraction found, Sliding windows, List<Integer> others, StridedView other) {
    if (peeled.mode() == Kernel.Mode.ADD) {
      return Optional.empty();
    }
    Labels labels = found.labels();
    return new ConvolutionMatcher(labels, windows, others, found.result())
        .match()
        .filter(match -> labels.dense(other, others, match.weightOrder()))
        .filter(match -> labels.proper(found.result()).equals(match.outputOrder()))
        .map(
            match ->
                new ConvolutionForm(
                    peeled,
                    found.within(),
                    Kernel.Convolution.Kind.FORWARD,
                    match,
                    Operand.of(windows.image()),
                    Operand.of(other),
                    new Operand(peeled.result(), Dim.ZERO),
                    Optional.empty()));
  }

  private boolean isEpilogueAlongFilters() {
    Dim filters = Dim.of(match.geometry().filters());
    return peeled
        .result()
        .shape()
        .elements()
        .dividedExactlyBy(match.samples().times(filters))
        .filter(pixels -> peeled.epilogue().isAlong(filters, pixels))
        .isPresent();
  }

  private static Optional<ConvolutionForm> weightGradient(
      Peeled peeled, Contraction found, Sliding windows, List<Integer> others, StridedView other) {
    if (!peeled.epilogue().isNone()) {
      return Optional.empty();
    }
    Labels labels = found.labels();
    return new ConvolutionMatcher(labels, windows, found.result(), others)
        .match()
        .filter(match -> labels.dense(other, others, match.outputOrder()))
        .filter(match -> labels.proper(found.result()).equals(match.weightOrder()))
        .map(
            match ->
                new ConvolutionForm(
                    peeled,
                    found.within(),
                    Kernel.Convolution.Kind.WEIGHT_GRADIENT,
                    match,
                    Operand.of(windows.image()),
                    new Operand(peeled.result(), Dim.ZERO),
                    Operand.of(other),
                    Optional.empty()));
  }

  // The gradient of the image: the windows are the result, and are added up.

  private static Optional<ConvolutionForm> data(Peeled peeled, Uses uses) {
    Value slice = peeled.core();
    Value overlap = slice;
    Set<Value> within = new HashSet<>();
    while (overlap.op() instanceof Move.Slice && uses.once(overlap.operand(0))) {
      within.add(overlap);
      overlap = overlap.operand(0);
    }
    if (peeled.mode() == Kernel.Mode.ADD
        || !peeled.epilogue().isNone()
        || !(overlap.op() instanceof Move.OverlapAdd)) {
      return Optional.empty();
    }
    Value inner = overlap.operand(0);
    List<Value> between = new ArrayList<>();
    while ((inner.op() instanceof Move.Reshape || inner.op() instanceof Move.Transpose)
        && uses.once(inner)) {
      between.add(inner);
      inner = inner.operand(0);
    }
    if (!(inner.op() instanceof Contract contract) || !uses.once(inner)) {
      return Optional.empty();
    }
    Labels labels = new Labels(contract, inner);
    List<Index> at = labels.counters(contract.result());
    for (int i = between.size() - 1; i >= 0; i--) {
      at = ScatterForm.moved(between.get(i), at, new ExpressionBuilder(Set.of()));
    }
    within.addAll(between);
    within.add(inner);
    within.add(overlap);
    Value contraction = inner;
    return Sliding.adjoint(slice, overlap, at)
        .flatMap(image -> data(peeled, within, contraction, labels, image, uses));
  }

  private static Optional<ConvolutionForm> data(
      Peeled peeled,
      Set<Value> within,
      Value contraction,
      Labels labels,
      Sliding image,
      Uses uses) {
    Contract contract = (Contract) contraction.op();
    for (int side = 0; side < 2; side++) {
      List<Integer> weightLabels = side == 0 ? contract.left() : contract.right();
      List<Integer> outputLabels = side == 0 ? contract.right() : contract.left();
      StridedView weights = StridedView.of(contraction.operand(side));
      StridedView output = view(contraction.operand(1 - side), uses);
      Optional<ConvolutionMatcher.Match> match =
          new ConvolutionMatcher(labels, image, weightLabels, outputLabels)
              .match()
              .filter(found -> labels.dense(weights, weightLabels, found.weightOrder()))
              .filter(found -> labels.dense(output, outputLabels, found.outputOrder()));
      if (match.isPresent()) {
        return Optional.of(
            new ConvolutionForm(
                peeled,
                within,
                Kernel.Convolution.Kind.IMAGE_GRADIENT,
                match.get(),
                new Operand(peeled.result(), Dim.ZERO),
                Operand.of(weights),
                Operand.of(output),
                Optional.empty()));
      }
    }
    return Optional.empty();
  }

  /** A contraction, perhaps transposed. */
  private record Contraction(
      Value value, Contract contract, List<Integer> result, Labels labels, Set<Value> within) {
    static Optional<Contraction> below(Value core, Uses uses) {
      if (core.op() instanceof Contract contract) {
        Labels labels = new Labels(contract, core);
        return Optional.of(
            new Contraction(core, contract, contract.result(), labels, Set.of(core)));
      }
      if (core.op() instanceof Move.Transpose transpose
          && core.operand(0).op() instanceof Contract contract
          && uses.once(core.operand(0))) {
        Value value = core.operand(0);
        List<Integer> order = transpose.permutation().stream().map(contract.result()::get).toList();
        Labels labels = new Labels(contract, value);
        return Optional.of(new Contraction(value, contract, order, labels, Set.of(core, value)));
      }
      return Optional.empty();
    }
  }

  @Override
  public List<Value> needs() {
    List<Value> needs = new ArrayList<>(List.of(image.value(), weights.value()));
    needs.addAll(pool.map(PoolGradientForm::needs).orElse(List.of(output.value())));
    needs.remove(peeled.result());
    needs.addAll(peeled.epilogue().reads());
    return needs;
  }

  @Override
  public List<Value> takes() {
    return List.of();
  }

  @Override
  public Set<Value> absorbs() {
    Set<Value> absorbed = new HashSet<>(peeled.around());
    absorbed.addAll(within);
    absorbed.remove(peeled.result());
    return absorbed;
  }

  @Override
  public Kernel.Convolution build(Set<Value> stored) {
    return new Kernel.Convolution(
        kind,
        match.geometry(),
        match.samples(),
        new Kernel.Convolution.Dense(image.value(), image.start()),
        new Kernel.Convolution.Dense(weights.value(), weights.start()),
        pool.map(gradient -> PooledImage.dense(gradient.gradient()))
            .orElse(new Kernel.Convolution.Dense(output.value(), output.start())),
        peeled.mode(),
        peeled.epilogue(),
        pool.map(gradient -> gradient.image().maxPool(Optional.of(gradient.places()))));
  }
}
