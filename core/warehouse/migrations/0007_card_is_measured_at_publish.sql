-- How past recommendations did is measured at each publish and stands in the snapshot alone.
DROP TABLE recommendation_score;
