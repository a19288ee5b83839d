package dev.netc.compiler.fuse;

import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a contraction is a convolution or one of its gradients. All three are sums over
 * products of an image's windows, weights and an output; two of them are the operands, the third is
 * the result. A label is told by the tensors that have it: samples and placements are of image and
 * output, channels and taps of image and weights, filters of weights and output, groups of all.
 */
final class ConvolutionMatcher {
  private final Labels labels;
  private final Sliding image;
  private final List<Integer> weightLabels;
  private final List<Integer> outputLabels;
  private final List<Integer> samples = new ArrayList<>();
  private final List<Integer> groups = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final List<Integer> placements = new ArrayList<>();
  private final List<Integer> taps = new ArrayList<>();

  /**
   * What a match found: geometry, the number of samples, and the order of labels in dense weights
   * and a dense output.
   */
  record Match(
      Geometry geometry, Dim samples, List<Integer> weightOrder, List<Integer> outputOrder) {}

  ConvolutionMatcher(
      Labels labels, Sliding image, List<Integer> weightLabels, List<Integer> outputLabels) {
    this.labels = labels;
    this.image = image;
    this.weightLabels = labels.proper(weightLabels);
    this.outputLabels = labels.proper(outputLabels);
  }

  Optional<Match> match() {
    int rank = image.image().rank();
    int channelAxis = rank - image.spatial() - 1;
    for (int axis = 0; axis < channelAxis; axis++) {
      if (!isSample(image.at().get(axis))) {
        return Optional.empty();
      }
    }
    if (!isChannel(image.at().get(channelAxis))) {
      return Optional.empty();
    }
    List<Geometry.Span> spans = new ArrayList<>();
    for (int axis = channelAxis + 1; axis < rank; axis++) {
      Optional<Geometry.Span> span = span(axis);
      if (span.isEmpty()) {
        return Optional.empty();
      }
      spans.add(span.get());
    }
    if (spans.size() == 1) {
      spans.add(0, Geometry.Span.NONE);
    }
    return finish(image.image().dim(channelAxis), spans);
  }

  private Optional<Match> finish(Dim channelCount, List<Geometry.Span> spans) {
    List<Integer> filters = new ArrayList<>(weightLabels);
    filters.removeAll(groups);
    filters.removeAll(channels);
    filters.removeAll(taps);
    Dim groupCount = labels.product(groups);
    Dim filterCount = labels.product(filters).times(groupCount);
    if (filters.size() > 1
        || !outputLabels.containsAll(filters)
        || !channelCount.isConstant()
        || !groupCount.isConstant()
        || !filterCount.isConstant()) {
      return Optional.empty();
    }
    Geometry geometry =
        new Geometry(
            (int) channelCount.constant(),
            (int) filterCount.constant(),
            (int) groupCount.constant(),
            spans.get(0),
            spans.get(1));
    return Optional.of(
        new Match(
            geometry,
            samples(),
            joined(groups, filters, channels, taps),
            joined(samples, groups, filters, placements)));
  }

  private Dim samples() {
    Dim product = Dim.ONE;
    for (int axis = 0; axis < image.image().rank() - image.spatial() - 1; axis++) {
      product = product.times(image.image().dim(axis));
    }
    return product;
  }

  @SafeVarargs
  private static List<Integer> joined(List<Integer>... parts) {
    List<Integer> all = new ArrayList<>();
    for (List<Integer> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private boolean isSample(Index index) {
    if (index.equals(Index.ZERO)) {
      return true;
    }
    Optional<Integer> label = only(index);
    label.ifPresent(samples::add);
    return label.filter(found -> isOfOutput(found) && !isOfWeights(found)).isPresent();
  }

  private Optional<Integer> only(Index index) {
    return index.isAffine()
            && index.terms().size() == 1
            && index.constant().is(0)
            && index.terms().get(0).factor().is(1)
        ? Optional.of(((Index.Counter) index.terms().get(0).atom()).axis().id())
        : Optional.empty();
  }

  private boolean isOfOutput(int label) {
    return outputLabels.contains(label);
  }

  private boolean isOfWeights(int label) {
    return weightLabels.contains(label);
  }

  /** {@code group * channels + channel}. */
  private boolean isChannel(Index index) {
    if (!index.isAffine() || !index.constant().is(0)) {
      return false;
    }
    index.terms().forEach(term -> addChannel(term.atom()));
    Dim perGroup = labels.product(channels);
    for (Index.Term term : index.terms()) {
      int label = ((Index.Counter) term.atom()).axis().id();
      Dim wanted = groups.contains(label) ? perGroup : Dim.ONE;
      if (!isOfWeights(label) || !term.factor().equals(wanted)) {
        return false;
      }
    }
    return groups.size() <= 1 && channels.size() <= 1;
  }

  private void addChannel(Index.Atom atom) {
    int label = ((Index.Counter) atom).axis().id();
    (isOfOutput(label) ? groups : channels).add(label);
  }

  /** {@code placement * stride + tap * dilation}. */
  private Optional<Geometry.Span> span(int axis) {
    Index index = image.at().get(axis);
    Dim size = image.image().dim(axis);
    if (!index.isAffine() || !index.constant().is(0) || !size.isConstant()) {
      return Optional.empty();
    }
    long before = image.before().get(axis);
    long after = image.after().get(axis);
    // Of one placement only, any stride that reaches the end will do.
    long stride = before + size.constant() + after;
    long dilation = 1;
    long width = 1;
    int known = 0;
    for (Index.Term term : index.terms()) {
      int label = ((Index.Counter) term.atom()).axis().id();
      boolean tap = isOfWeights(label) && !isOfOutput(label);
      boolean placement = isOfOutput(label) && !isOfWeights(label);
      if (!term.factor().isConstant() || !labels.extent(label).isConstant()) {
        return Optional.empty();
      }
      if (tap) {
        taps.add(label);
        dilation = term.factor().constant();
        width = labels.extent(label).constant();
      } else if (placement) {
        placements.add(label);
        stride = term.factor().constant();
      } else {
        return Optional.empty();
      }
      known += tap ? 1 : 16;
    }
    boolean distinct = (known & 15) <= 1 && known <= 17;
    return distinct
        ? Optional.of(
            new Geometry.Span(
                (int) size.constant(),
                (int) width,
                (int) stride,
                (int) dilation,
                (int) before,
                (int) after))
        : Optional.empty();
  }
}
