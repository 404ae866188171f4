/** A moving picture may be this far from where it should be before it is put right, in seconds. */
const SLACK_PLAYING = 0.2
const SLACK_STANDING = 0.001
/** Browsers play no faster and no slower than this. */
const [SLOWEST, FASTEST] = [0.0625, 16]

/** Lets a video element run at the speed of the wheel, or stand on its frame; backwards it is moved frame by frame. */
export function keepInStep(video: HTMLVideoElement, seconds: number, speed: number) {
  const runs = speed >= SLOWEST && speed <= FASTEST
  const due = Number.isFinite(video.duration) ? Math.min(seconds, Math.max(0, video.duration - 0.001)) : seconds
  if (runs) {
    if (video.playbackRate !== speed) video.playbackRate = speed
    // Ended or not allowed to play: it stands on its last frame, as it would anyway.
    if (video.paused && !video.ended) video.play().catch(() => {})
  } else if (!video.paused) video.pause()
  const slack = runs ? SLACK_PLAYING * Math.max(1, speed) : SLACK_STANDING
  if (!video.seeking && Math.abs(video.currentTime - due) > slack) video.currentTime = due
}
